package io.github.streamlifecycle.examples.guard.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret by which operators prove themselves at the admin port. It is compared in constant time and never printed. */
public final class AdminToken {
    /** The number of characters that it has to have, so that nobody finds it by trying. */
    public static final int SHORTEST = 16;

    private static final String MAC = "HmacSHA256";

    private final byte[] secret;

    /**
     * Keeps a token.
     *
     * @param secret the token
     * @throws IllegalArgumentException if it is too short; the message does not contain it
     */
    public AdminToken(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("an admin token has to have at least " + SHORTEST + " characters");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Tests whether somebody knows the token.
     *
     * @param presented what they present
     * @return true if it is this token; the time that this takes says nothing about how much of it is right
     */
    public boolean is(String presented) {
        return MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Derives a value that proves the token without telling it, the same in every process.
     *
     * @param purpose what it is for
     * @return the value
     */
    public byte[] proof(String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + MAC, impossible);
        }
    }

    /** Tells nothing of it. */
    @Override
    public String toString() {
        return "a token";
    }
}
