package io.keelstream.sandbox.workload;

import io.keelstream.kubernetes.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A short name for a pod template: FNV-1a of its JSON, in letters that spell no words. Not the real server's value. */
final class TemplateHash {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    static String of(@Nullable Object template, long collisions) {
        int hash = 0x811c9dc5;
        for (byte next : (Json.writeText(template) + collisions).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * 0x01000193;
        }
        StringBuilder text = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            text.append(LETTERS.charAt(digit % LETTERS.length()));
        }
        return text.toString();
    }
}
