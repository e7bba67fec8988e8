package io.ringkv.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.ratis.grpc.GrpcTlsConfig;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;

class LogAuthorityTest {
    /** From RFC 6979, A.2.5. */
    @Test
    void a_key_is_the_one_that_belongs_to_its_number() throws Exception {
        BigInteger number = new BigInteger(
                "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
        KeyPair keys = LogAuthority.keyOf(number.subtract(BigInteger.ONE).toByteArray());
        ECPublicKey open = (ECPublicKey) keys.getPublic();
        assertThat(open.getW().getAffineX().toString(16).toUpperCase(java.util.Locale.ROOT))
                .isEqualTo("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6");
        assertThat(open.getW().getAffineY().toString(16).toUpperCase(java.util.Locale.ROOT))
                .isEqualTo("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
    }

    @Test
    void what_one_half_signs_the_other_half_knows() throws Exception {
        KeyPair keys = LogAuthority.keyOf(
                "any seed, which is long enough for it".getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(keys.getPublic());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void whoever_has_the_secret_is_known_by_all_others_and_nobody_else_is() throws Exception {
        GrpcTlsConfig one = LogAuthority.of("s3cret", "127.0.0.1");
        GrpcTlsConfig other = LogAuthority.of("s3cret", "db-2.example");
        GrpcTlsConfig stranger = LogAuthority.of("guess", "127.0.0.1");
        X509Certificate authority = one.getTrustStore().get(0);
        other.getCertChain().verify(authority.getPublicKey());
        assertThatThrownBy(() -> stranger.getCertChain().verify(authority.getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void a_certificate_is_of_one_host() throws Exception {
        assertThat(LogAuthority.of("s3cret", "db-2.example")
                        .getCertChain()
                        .getSubjectAlternativeNames())
                .containsExactly(List.of(2, "db-2.example"));
        assertThat(LogAuthority.of("s3cret", "10.0.0.7")
                        .getCertChain()
                        .getSubjectAlternativeNames())
                .containsExactly(List.of(7, "10.0.0.7"));
        assertThat(LogAuthority.of("s3cret", "::1").getCertChain().getSubjectAlternativeNames())
                .hasSize(1);
    }
}
