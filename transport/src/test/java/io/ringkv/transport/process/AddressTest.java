package io.ringkv.transport.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void names_of_one_machine_are_the_same_place_and_ports_are_not() {
        Address here = Address.parse("127.0.0.1:5000");
        assertThat(here.isSameAs(Address.parse("127.0.0.1:5000"))).isTrue();
        assertThat(here.isSameAs(Address.parse("localhost:5000"))).isTrue();
        assertThat(here.isSameAs(Address.parse("127.0.0.1:5001"))).isFalse();
        assertThat(here.isSameAs(Address.parse("127.0.0.2:5000"))).isFalse();
        assertThat(here.isSameAs(Address.parse("nowhere.invalid:5000"))).isFalse();
    }
}
