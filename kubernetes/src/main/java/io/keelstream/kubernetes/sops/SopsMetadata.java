package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.object.Manifest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SOPS wrote about a document. Immutable.
 *
 * @param keys the document's key, encrypted for each age recipient
 * @param rule which values are encrypted
 * @param mac the digest of the values, encrypted
 * @param lastModified as written; the digest is bound to it
 * @param onlyEncrypted whether the digest covers encrypted values alone
 */
record SopsMetadata(
        List<Recipient> keys, EncryptionRule rule, SopsValue mac, String lastModified, boolean onlyEncrypted) {

    private static final int MOST_RECIPIENTS = 100;
    private static final Pattern RECIPIENT = Pattern.compile("age1[a-z0-9]{1,2000}");

    private static final Map<String, String> OTHERS = others();

    SopsMetadata {
        keys = List.copyOf(keys);
    }

    /**
     * One recipient.
     *
     * @param name its age public key
     * @param encrypted the document's key as an age file, armored
     */
    record Recipient(String name, String encrypted) {}

    /**
     * Reads it.
     *
     * @throws SopsException where it is not usable
     */
    static SopsMetadata of(Map<String, @Nullable Object> tree) {
        if (!(tree.get("mac") instanceof String macText)
                || !(tree.get("lastmodified") instanceof String lastModified)) {
            throw new SopsException(
                    "sops.mac or sops.lastmodified is missing: it is not completely encrypted." + " Encrypt it again");
        }
        SopsValue mac = SopsValue.of(macText);
        if (mac == null || !isTime(lastModified)) {
            throw new SopsException("sops.mac or sops.lastmodified is not as SOPS writes it. Encrypt it again");
        }
        return new SopsMetadata(
                recipients(tree),
                EncryptionRule.of(tree),
                mac,
                lastModified,
                "true".equals(String.valueOf(tree.get("mac_only_encrypted"))));
    }

    private static List<Recipient> recipients(Map<String, @Nullable Object> tree) {
        if (!Manifest.list(tree.get("key_groups")).isEmpty() || tree.get("shamir_threshold") != null) {
            throw new SopsException(
                    "its key is divided among key groups (Shamir), which is not supported. Encrypt it for"
                            + " age recipients of one group");
        }
        List<Recipient> recipients = new ArrayList<>();
        for (Object each : Manifest.list(tree.get("age"))) {
            Map<String, @Nullable Object> key = Manifest.map(each);
            if (key.get("recipient") instanceof String name
                    && key.get("enc") instanceof String encrypted
                    && RECIPIENT.matcher(name).matches()) {
                recipients.add(new Recipient(name, encrypted));
            }
        }
        if (recipients.isEmpty()) {
            throw new SopsException(OTHERS.entrySet().stream()
                    .filter(other -> isPresent(tree.get(other.getKey())))
                    .findFirst()
                    .map(other -> "it is encrypted for " + other.getValue()
                            + ", which is not supported. Add an age recipient: sops rotate --in-place --add-age age1..."
                            + " FILE")
                    .orElse("it names no age recipient. Encrypt it again with sops encrypt --age age1..."));
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            throw new SopsException("it has more than " + MOST_RECIPIENTS + " recipients");
        }
        return recipients;
    }

    private static boolean isPresent(@Nullable Object keys) {
        return Objects.nonNull(keys) && !(keys instanceof List<?> list && list.isEmpty());
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("pgp", "PGP");
        others.put("kms", "AWS KMS");
        others.put("gcp_kms", "GCP KMS");
        others.put("azure_kv", "Azure Key Vault");
        others.put("hc_vault", "HashiCorp Vault");
        others.put("hckms", "Huawei Cloud KMS");
        return others;
    }
}
