package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;

/**
 * The three files of TLS between replicas, checked before a replica starts. The engine reads them at its first connection, and would
 * say only in its log why no other replica lets this one in.
 */
final class TlsFiles {
    private static final String CERTIFICATE = "GUARD_CLUSTER_CERT";
    private static final String KEY = "GUARD_CLUSTER_KEY";
    private static final String AUTHORITY = "GUARD_CLUSTER_CA";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final int DNS_NAME = 2;

    private TlsFiles() {}

    /**
     * Checks that replicas with these files can let each other in.
     *
     * @param tls the files
     * @param now the time at which the certificates have to be valid
     * @throws IOException if they cannot; it names the variable and the file
     */
    static void check(Tls tls, Instant now) throws IOException {
        X509Certificate authority = certificate(AUTHORITY, tls.authority());
        X509Certificate own = certificate(CERTIFICATE, tls.certificate());
        checkValid(AUTHORITY, tls.authority(), authority, now);
        checkValid(CERTIFICATE, tls.certificate(), own, now);
        try {
            own.verify(authority.getPublicKey());
        } catch (GeneralSecurityException other) {
            throw wrong(
                    CERTIFICATE,
                    tls.certificate(),
                    "is not signed by " + AUTHORITY + ", which has to have signed it itself");
        }
        try {
            checkUses(own, tls.certificate());
            checkName(own, tls.certificate());
        } catch (GeneralSecurityException unreadable) {
            throw wrong(CERTIFICATE, tls.certificate(), "has extensions that cannot be read");
        }
        checkPair(key(tls.key()), own, tls.key());
    }

    private static X509Certificate certificate(String variable, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw wrong(variable, file, "is not a certificate in PEM");
        }
    }

    private static void checkValid(String variable, Path file, X509Certificate certificate, Instant now)
            throws IOException {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw wrong(
                    variable,
                    file,
                    "is valid from " + at(certificate.getNotBefore()) + " to " + at(certificate.getNotAfter())
                            + " only, and it is " + now);
        }
    }

    private static Instant at(Date date) {
        return date.toInstant();
    }

    /** Each replica calls the others, and is called by them. */
    private static void checkUses(X509Certificate own, Path file) throws IOException, GeneralSecurityException {
        List<String> uses = own.getExtendedKeyUsage();
        if (uses != null && !uses.contains(ANY_USE) && !uses.containsAll(List.of(SERVER, CLIENT))) {
            throw wrong(CERTIFICATE, file, "has to be for both servers and clients, or say nothing of its use");
        }
    }

    /** The engine lets in those that have a name in common with this one. */
    private static void checkName(X509Certificate own, Path file) throws IOException, GeneralSecurityException {
        Collection<List<?>> others = own.getSubjectAlternativeNames();
        boolean hasName =
                own.getSubjectX500Principal().getName().toUpperCase(Locale.ROOT).contains("CN=")
                        || (others != null
                                && others.stream().anyMatch(name -> name.get(0).equals(DNS_NAME)));
        if (!hasName) {
            throw wrong(
                    CERTIFICATE, file, "has to have a common name or a DNS name, which all replicas have in common");
        }
    }

    /** Reads what the engine reads: the key of RSA. What is in the file is in no message. */
    private static PrivateKey key(Path file) throws IOException {
        try {
            return DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (Exception unreadable) { // also such as Java does not know to be thrown by Scala
            throw wrong(KEY, file, "is not an unencrypted private key of RSA in PEM (PKCS#1 or PKCS#8)");
        }
    }

    private static void checkPair(PrivateKey key, X509Certificate own, Path file) throws IOException {
        byte[] text = file.toString().getBytes(StandardCharsets.UTF_8);
        boolean fits;
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(own.getPublicKey());
            signature.update(text);
            fits = signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            fits = false;
        }
        if (!fits) {
            throw wrong(KEY, file, "is not the key of " + CERTIFICATE);
        }
    }

    private static IOException wrong(String variable, Path file, String problem) {
        return new IOException(variable + ": " + file + " " + problem);
    }
}
