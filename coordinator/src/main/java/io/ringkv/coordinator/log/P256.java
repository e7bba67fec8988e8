package io.ringkv.coordinator.log;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;

/**
 * The key pair of the curve P-256 that belongs to a number, which the JDK makes only of chance. Used once at a start, on
 * a number that is secret for whoever could measure its time anyway.
 */
final class P256 {
    private static final BigInteger TWO = BigInteger.valueOf(2);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final ECParameterSpec curve;
    private final BigInteger p;

    private P256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        curve = parameters.getParameterSpec(ECParameterSpec.class);
        p = ((ECFieldFp) curve.getCurve().getField()).getP();
    }

    /** @param seed any bytes, more than a key has, so that no key is likelier than another */
    static KeyPair of(byte[] seed) throws GeneralSecurityException {
        P256 p256 = new P256();
        BigInteger order = p256.curve.getOrder();
        BigInteger secret =
                new BigInteger(1, seed).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        ECPoint place = p256.times(secret);
        KeyFactory keys = KeyFactory.getInstance("EC");
        return new KeyPair(
                keys.generatePublic(new ECPublicKeySpec(place, p256.curve)),
                keys.generatePrivate(new ECPrivateKeySpec(secret, p256.curve)));
    }

    /** The base point, so often; doubled and added from the highest bit. */
    private ECPoint times(BigInteger count) {
        ECPoint base = curve.getGenerator();
        ECPoint sum = null;
        for (int bit = count.bitLength() - 1; bit >= 0; bit--) {
            sum = sum == null ? null : plus(sum, sum);
            if (count.testBit(bit)) {
                sum = plus(base, sum);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("no key belongs to 0");
        }
        return sum;
    }

    /** Null stands for the point at infinity, which the sum here never is. */
    private ECPoint plus(ECPoint one, @Nullable ECPoint other) {
        if (other == null) {
            return one;
        }
        boolean doubled = one.equals(other);
        BigInteger rise = doubled
                ? THREE.multiply(one.getAffineX().pow(2)).add(curve.getCurve().getA())
                : other.getAffineY().subtract(one.getAffineY());
        BigInteger run = doubled
                ? TWO.multiply(one.getAffineY())
                : other.getAffineX().subtract(one.getAffineX());
        BigInteger slope = rise.multiply(run.modInverse(p)).mod(p);
        BigInteger x = slope.pow(2)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(p);
        BigInteger y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }
}
