package io.github.streamlifecycle.livekit.server;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JWT that one of our keys signed with HS256, the only algorithm there is here: what the token itself says of its
 * algorithm can only get it refused. Its times are not judged yet, since what they mean differs by use.
 *
 * @param claims the claims of the token
 */
public record SignedToken(DecodedJWT claims) {
    /** Clocks differ. */
    public static final Duration LEEWAY = Duration.ofMinutes(1);

    /** Longer ones are not decoded; LiveKit's have a few hundred characters, with a participant's attributes a few thousand. */
    static final int LONGEST = 32 * 1024;

    private static final String ALGORITHM = "HS256";

    /** Why a token is not one of ours. */
    public enum Flaw {
        /** It is no JWT, or not signed with HS256. */
        MALFORMED,
        /** Its issuer is none of the keys. */
        UNKNOWN_KEY,
        /** Its signature is not that of its key. */
        WRONG_SIGNATURE
    }

    /** A token that is not one of ours. Without a stack trace: hostile ones come in floods. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** Why it was refused. */
        private final Flaw flaw;

        Refused(Flaw flaw) {
            super(flaw.name(), null, false, false);
            this.flaw = flaw;
        }

        /**
         * Returns the flaw of the token.
         *
         * @return why it was refused
         */
        public Flaw flaw() {
            return flaw;
        }
    }

    /**
     * Verifies the signature of a token, not its times.
     *
     * @param token the token as it was received
     * @param keys the keys that may have signed it
     * @return the token
     * @throws Refused if none of the keys signed it
     */
    public static SignedToken verified(String token, ApiKeys keys) throws Refused {
        DecodedJWT claims = decoded(token);
        String issuer = claims.getIssuer();
        List<Algorithm> secrets = issuer == null ? List.of() : keys.secretsOf(issuer);
        if (secrets.isEmpty()) {
            throw new Refused(Flaw.UNKNOWN_KEY);
        }
        for (Algorithm secret : secrets) {
            if (isSignedBy(secret, claims)) {
                return new SignedToken(claims);
            }
        }
        throw new Refused(Flaw.WRONG_SIGNATURE);
    }

    private static DecodedJWT decoded(String token) throws Refused {
        if (token.length() > LONGEST) {
            throw new Refused(Flaw.MALFORMED);
        }
        try {
            DecodedJWT claims = JWT.decode(token);
            if (ALGORITHM.equals(claims.getAlgorithm())) {
                return claims;
            }
        } catch (RuntimeException anyOfTheLibrary) {
            // a time out of range is a DateTimeException, not one of its own
        }
        throw new Refused(Flaw.MALFORMED);
    }

    private static boolean isSignedBy(Algorithm secret, DecodedJWT claims) {
        try {
            secret.verify(claims);
            return true;
        } catch (SignatureVerificationException wrong) {
            return false;
        }
    }

    /**
     * Returns the time until this token is valid.
     *
     * @param now the time by the clock of this machine
     * @return zero or less if it is valid, with the leeway
     */
    public Duration beginsIn(Instant now) {
        Instant notBefore = claims.getNotBeforeAsInstant();
        return notBefore == null
                ? Duration.ZERO
                : Duration.between(now, notBefore).minus(LEEWAY);
    }

    /**
     * Returns whether the time of this token is over, with the leeway. A token without an end is over: LiveKit's all have one.
     *
     * @param now the time by the clock of this machine
     * @return true if it is over
     */
    public boolean hasExpired(Instant now) {
        Instant expires = claims.getExpiresAtAsInstant();
        return expires == null || !expires.isAfter(now.minus(LEEWAY));
    }

    /**
     * Returns a claim that is a text.
     *
     * @param claim the claim's name
     * @return the text; null if it is missing or something else
     */
    @Nullable
    public String text(String claim) {
        return claims.getClaim(claim).asString();
    }

    @Override
    public String toString() {
        return "SignedToken of " + claims.getIssuer();
    }
}
