package io.ringkv.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** The slot rule against published vectors of Redis Cluster, and against the definition of CRC16 bit by bit. */
class SlotsTest {

    @Test
    void theChecksumIsCrc16Xmodem() {
        byte[] check = bytes("123456789");

        assertThat(Slots.crc16(check, 0, check.length)).isEqualTo(0x31C3);
    }

    @ParameterizedTest
    @CsvSource({
        "123456789, 12739",
        "foo, 12182",
        "bar, 5061",
        "hello, 866",
        "user:alice, 4489",
        "'', 0",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "user1000, 3443",
    })
    void aKeyHasTheSlotThatRedisClusterGivesIt(String key, int slot) {
        assertThat(Slots.of(bytes(key))).isEqualTo(slot);
    }

    @ParameterizedTest
    @CsvSource({
        "foo{}{bar}, foo{}{bar}", // an empty tag is no tag, and ends the search
        "foo{{bar}}zap, {bar",
        "foo{bar}{zap}, bar",
        "foo{bar, foo{bar",
        "foo}bar{, foo}bar{",
        "}{a}, a",
    })
    void theTagIsWhatStandsBetweenTheFirstBraceAndTheNextClosingOne(String key, String hashed) {
        byte[] part = bytes(hashed);

        assertThat(Slots.of(bytes(key))).isEqualTo(Slots.crc16(part, 0, part.length) % Slots.COUNT);
    }

    @Test
    void theTableAgreesWithTheDefinitionForAnyBytes() {
        SplittableRandom random = new SplittableRandom(16384);
        for (int i = 0; i < 1000; i++) {
            byte[] key = new byte[random.nextInt(64)];
            for (int at = 0; at < key.length; at++) {
                key[at] = (byte) random.nextInt(256);
            }
            assertThat(Slots.crc16(key, 0, key.length)).isEqualTo(bitByBit(key));
            assertThat(Slots.of(key)).isBetween(0, Slots.COUNT - 1);
        }
    }

    private static int bitByBit(byte[] key) {
        int crc = 0;
        for (byte b : key) {
            for (int bit = 7; bit >= 0; bit--) {
                int out = crc >>> 15 ^ b >>> bit & 1;
                crc = crc << 1 & 0xFFFF ^ (out == 0 ? 0 : 0x1021);
            }
        }
        return crc;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
