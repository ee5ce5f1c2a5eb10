package io.keelstream.service;

import io.keelstream.messaging.service.KafkaSettings;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/** Reads Spring Boot's properties of Kafka and its SSL bundles as the engine's clients need them. Pure. */
final class KafkaAccess {

    private KafkaAccess() {}

    /**
     * The settings of all clients. Those for consumers or producers alone are the engine's and not taken from outside.
     *
     * @param properties {@code spring.kafka}
     * @param connection servers, protocol and SSL bundle, which may come from elsewhere than the properties
     * @param members consumers of this process
     */
    static KafkaSettings of(KafkaProperties properties, KafkaConnectionDetails connection, int members) {
        Map<String, Object> all = properties.buildAdminProperties();
        String protocol = connection.getAdmin().getSecurityProtocol();
        if (StringUtils.hasText(protocol)) {
            all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        SslBundle bundle = connection.getAdmin().getSslBundle();
        if (bundle != null) {
            all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            all.put(SslBundle.class.getName(), bundle);
        }
        String servers = String.join(",", connection.getAdmin().getBootstrapServers());
        String subject = bundle == null ? null : subject(bundle.getStores().getKeyStore());
        KafkaSettings settings = new KafkaSettings(servers, all, members);
        return subject == null || settings.byPassword() ? settings : settings.as(subject);
    }

    /** Whom the client's certificate names. */
    private static @Nullable String subject(@Nullable KeyStore store) {
        if (store == null) {
            return null;
        }
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return certificate.getSubjectX500Principal().getName();
                }
            }
            return null;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was loaded cannot be read", e);
        }
    }
}
