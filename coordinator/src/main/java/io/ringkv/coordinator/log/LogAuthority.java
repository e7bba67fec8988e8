package io.ringkv.coordinator.log;

import org.apache.ratis.grpc.GrpcTlsConfig;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Who may speak on the log: whoever has a certificate of the cluster's authority, on both ends. The authority's key
 * follows from the cluster secret alone, so every coordinator is the authority, makes its own certificate at each start,
 * and nothing is handed out, kept on a disk, or renewed.
 */
final class LogAuthority {
    private static final String CURVE = "secp256r1";
    private static final int ROUNDS = 210_000;
    /** More than a key has, so that no key is likelier than another. */
    private static final int SEED_BITS = 384;

    private static final byte[] SALT = "ringkv metadata log".getBytes(StandardCharsets.US_ASCII);
    private static final X500Name AUTHORITY = named("RingKV coordinators");

    /** A wrong clock keeps nobody out: a certificate lives as long as its process. */
    private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));

    private static final Date TO = Date.from(Instant.parse("2120-01-01T00:00:00Z"));

    private LogAuthority() {}

    /** @param host at which the others reach this coordinator, and which they check */
    static GrpcTlsConfig of(String secret, String host) throws IOException {
        try {
            KeyPair authority = keyOf(seed(secret));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair own = generator.generateKeyPair();
            PrivateKey signer = authority.getPrivate();
            X509Certificate trusted = certificate(
                    AUTHORITY,
                    authority,
                    Extension.basicConstraints,
                    new BasicConstraints(true),
                    signer);
            X509Certificate mine = certificate(
                    named(host),
                    own,
                    Extension.subjectAlternativeName,
                    new GeneralNames(alternative(host)),
                    signer);
            return new GrpcTlsConfig(own.getPrivate(), mine, trusted, true);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate can be made for the log: " + e.getMessage(), e);
        }
    }

    /** Slow on purpose, for secrets that people have thought of. */
    private static byte[] seed(String secret) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), SALT, ROUNDS, SEED_BITS))
                .getEncoded();
    }

    /** The key pair that belongs to a seed; the JDK makes them of chance alone. */
    static KeyPair keyOf(byte[] seed) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
        BigInteger below = curve.getOrder().subtract(BigInteger.ONE);
        BigInteger number = new BigInteger(1, seed).mod(below).add(BigInteger.ONE);
        ECPoint place =
                CustomNamedCurves.getByName(CURVE).getG().multiply(number).normalize();
        java.security.spec.ECPoint open = new java.security.spec.ECPoint(
                place.getAffineXCoord().toBigInteger(), place.getAffineYCoord().toBigInteger());
        KeyFactory keys = KeyFactory.getInstance("EC");
        return new KeyPair(
                keys.generatePublic(new ECPublicKeySpec(open, curve)),
                keys.generatePrivate(new ECPrivateKeySpec(number, curve)));
    }

    private static X500Name named(String name) {
        return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    }

    private static GeneralName alternative(String host) {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
        return new GeneralName(literal ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static X509Certificate certificate(
            X500Name subject,
            KeyPair keys,
            ASN1ObjectIdentifier extension,
            ASN1Encodable content,
            PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(120, new SecureRandom()),
                FROM,
                TO,
                subject,
                keys.getPublic());
        boolean isCritical = extension.equals(Extension.basicConstraints);
        builder.addExtension(extension, isCritical, content);
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }
}
