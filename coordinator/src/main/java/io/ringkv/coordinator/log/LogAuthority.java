package io.ringkv.coordinator.log;

import org.apache.ratis.grpc.GrpcTlsConfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Who may speak on the log: whoever has a certificate of the cluster's authority, on both ends. The authority's key
 * follows from the cluster secret alone, so every coordinator is the authority, makes its own certificate at each start,
 * and nothing is handed out, kept on a disk, or renewed.
 */
final class LogAuthority {
    private static final int ROUNDS = 210_000;
    private static final int SEED_BITS = 384;
    private static final byte[] SALT = "ringkv metadata log".getBytes(StandardCharsets.US_ASCII);
    private static final String AUTHORITY = "RingKV coordinators";
    /** A wrong clock keeps nobody out: a certificate lives as long as its process. */
    private static final String FROM = "20200101000000Z";

    private static final String TO = "21200101000000Z";

    private static final byte[] ECDSA_WITH_SHA256 =
            oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02);
    private static final byte[] COMMON_NAME = oid(0x55, 0x04, 0x03);
    private static final byte[] ALTERNATIVE_NAME = oid(0x55, 0x1D, 0x11);
    private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1D, 0x13);
    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xFF};
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private LogAuthority() {}

    /** @param host at which the others reach this coordinator, and which they check */
    static GrpcTlsConfig of(String secret, String host) throws IOException {
        try {
            KeyPair authority = P256.of(seed(secret));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair own = generator.generateKeyPair();
            PrivateKey signer = authority.getPrivate();
            X509Certificate trusted = certificate(
                    AUTHORITY,
                    authority,
                    Der.sequence(BASIC_CONSTRAINTS, TRUE, Der.octets(Der.sequence(TRUE))),
                    signer);
            X509Certificate mine = certificate(
                    host,
                    own,
                    Der.sequence(ALTERNATIVE_NAME, Der.octets(Der.sequence(name(host)))),
                    signer);
            return new GrpcTlsConfig(own.getPrivate(), mine, trusted, true);
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate can be made for the log: " + e.getMessage(), e);
        }
    }

    /** Slow on purpose, for secrets that people have thought of. */
    private static byte[] seed(String secret) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), SALT, ROUNDS, SEED_BITS))
                .getEncoded();
    }

    private static byte[] name(String host) throws IOException {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
        return literal
                ? Der.of(IP_ADDRESS, InetAddress.getByName(host).getAddress())
                : Der.of(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static X509Certificate certificate(
            String subject, KeyPair keys, byte[] extension, PrivateKey signer)
            throws GeneralSecurityException {
        byte[] content = Der.sequence(
                Der.of(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, new SecureRandom())),
                Der.sequence(ECDSA_WITH_SHA256),
                distinguished(AUTHORITY),
                Der.sequence(Der.time(FROM), Der.time(TO)),
                distinguished(subject),
                keys.getPublic().getEncoded(),
                Der.of(0xA3, Der.sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer);
        signature.update(content);
        byte[] all =
                Der.sequence(content, Der.sequence(ECDSA_WITH_SHA256), Der.bits(signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(all));
    }

    private static byte[] distinguished(String name) {
        return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(name))));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Der.of(0x06, content);
    }
}
