package io.keelstream.kubernetes.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether client certificates and their keys belong together: files of both are written one after the other, and between that
 * every connection would fail. Stateless.
 */
final class ClientKeys {

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] PROBE = {1};

    private ClientKeys() {}

    /** Throws where a key is not the one of its certificate. */
    static void check(KeyManager @Nullable [] managers) throws IOException {
        if (managers == null) {
            return;
        }
        for (KeyManager each : managers) {
            if (each instanceof X509KeyManager manager) {
                for (Map.Entry<String, String> type : SIGNATURES.entrySet()) {
                    check(manager, type.getKey(), type.getValue());
                }
            }
        }
    }

    private static void check(X509KeyManager manager, String type, String algorithm) throws IOException {
        String[] aliases = manager.getClientAliases(type, null);
        if (aliases == null) {
            return;
        }
        for (String alias : aliases) {
            if (!paired(manager, alias, algorithm)) {
                throw new IOException("the client certificate and the client key do not belong together");
            }
        }
    }

    private static boolean paired(X509KeyManager manager, String alias, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(manager.getPrivateKey(alias));
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(manager.getCertificateChain(alias)[0]);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unlike) {
            return false;
        }
    }
}
