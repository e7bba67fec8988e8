package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class DataLineTest {
    private static boolean isForKv(String line) {
        return DataLine.isForKv(List.of(line.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put photo @photo.jpg",
                "put --if=absent photo @photo.jpg",
                "put flag --hex 00ff",
                "put q -",
                "put --if=absent q -",
                "put flag 00ff --hex",
                "put --b64 flag aGVsbG8=",
                "put --output=json k v",
                "get k --output json",
                "get --output=csv k",
                "delete --output jsonl k",
                "exists k --output=raw"
            })
    void whatOnlyKvHasIsItsCommand(String line) {
        assertThat(isForKv(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put",
                "put k",
                "put k v",
                "put k @home and away",
                "put k - and more",
                "PUT k -",
                "put k 3 --hex digits",
                "put k what --output says",
                "PUT k @file",
                "PUT k --hex 00",
                "get k",
                "get --level=one k",
                "GET --output=json k",
                "status --output json"
            })
    void everyOtherLineIsTheProtocols(String line) {
        assertThat(isForKv(line)).isFalse();
    }
}
