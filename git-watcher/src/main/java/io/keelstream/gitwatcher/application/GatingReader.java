package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.contracts.window.Window;
import io.keelstream.contracts.window.Window.Effect;
import io.keelstream.contracts.window.Windows;
import io.keelstream.yaml.StrictMapping;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what a change waits for: {@code sync}, {@code approval}, {@code windows}, {@code pause}, {@code pin}, {@code rules}, {@code cost} and {@code dependsOn}. Stateless. */
final class GatingReader {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_APPROVALS = 10;
    private static final int MOST_WINDOWS = 50;
    private static final int MOST_RULES = 200;
    private static final int DAY = "2027-01-02".length();
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final Pattern RULE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Windows come back every week, so any is as good. */
    private static final Instant ANY_WEEK = Instant.parse("2026-06-01T00:00:00Z");

    Gating read(StrictMapping policy, Gating inherited) {
        return new Gating(
                policy.constant("sync", Sync.class, inherited.sync()),
                approval(policy, inherited.approval()),
                windows(policy, inherited.windows()),
                rules(policy, inherited.rules()),
                policy.section("cost", List.of("maxIncreasePercent"))
                        .integer("maxIncreasePercent", 0, 1_000_000)
                        .orElse(inherited.maxCostIncreasePercent()),
                DependencyReader.read(policy, inherited.dependsOn()),
                pin(policy, inherited.pin()));
    }

    private static @Nullable String pin(StrictMapping policy, @Nullable String inherited) {
        String commit = policy.text("pin").orElse(null);
        if (commit == null || COMMIT.matcher(commit).matches()) {
            return commit == null ? inherited : commit;
        }
        policy.invalid("pin", present(policy, "pin"), "must be a commit, or its first seven digits or more");
        return null;
    }

    /** Rules that are not named keep what was inherited. Which rules there are, the installation knows alone. */
    private static Map<String, RuleLevel> rules(StrictMapping policy, Map<String, RuleLevel> inherited) {
        Map<String, RuleLevel> rules = new TreeMap<>(inherited);
        StrictMapping levels = policy.section("rules");
        levels.values().forEach((name, at) -> {
            if (RULE.matcher(name).matches()) {
                rules.put(name, levels.constant(name, RuleLevel.class, RuleLevel.UNKNOWN));
            } else {
                levels.invalid(name, at, "must be the name of a rule, e.g. image-tag");
            }
        });
        if (rules.size() > MOST_RULES) {
            policy.invalid("rules", present(policy, "rules"), "must be at most " + MOST_RULES + " rules");
        }
        return rules;
    }

    /** Hours and pause: each is inherited where it is not written. */
    private static List<Window> windows(StrictMapping policy, List<Window> inherited) {
        List<Window> all = new ArrayList<>();
        all.addAll(
                policy.has("windows")
                        ? hours(policy)
                        : inherited.stream()
                                .filter(each -> each.pauseEnd() == null)
                                .toList());
        all.addAll(
                policy.has("pause")
                        ? pause(policy)
                        : inherited.stream()
                                .filter(each -> each.pauseEnd() != null)
                                .toList());
        return all;
    }

    /** The end of a pause: a day, from its beginning in UTC, or a time. */
    private static List<Window> pause(StrictMapping policy) {
        String text = policy.text("pause").orElse("");
        try {
            Instant end = text.length() == DAY
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return List.of(Window.pause(end));
        } catch (DateTimeException unreadable) {
            policy.invalid(
                    "pause",
                    present(policy, "pause"),
                    "must be the day or the time of its end, e.g. 2027-01-02 or 2027-01-02T06:00:00+01:00");
            return List.of();
        }
    }

    private static List<Window> hours(StrictMapping policy) {
        List<Window> windows = new ArrayList<>();
        boolean readable = true;
        for (StrictMapping fields : policy.sections("windows", List.of("allow", "deny", "timezone"))) {
            Window window = window(fields);
            readable &= window != null;
            if (window != null) {
                windows.add(window);
            }
        }
        if (windows.size() > MOST_WINDOWS) {
            policy.invalid("windows", present(policy, "windows"), "must be at most " + MOST_WINDOWS + " windows");
        } else if (readable && new Windows(windows).nextOpening(ANY_WEEK) == null) {
            policy.invalid("windows", present(policy, "windows"), "must open at some time of the week");
        }
        return windows;
    }

    private static @Nullable Window window(StrictMapping fields) {
        String timezone = fields.text("timezone").orElse("UTC");
        if (!Windows.isZone(timezone)) {
            fields.invalid(
                    "timezone", present(fields, "timezone"), "must be the name of a time zone, e.g. Europe/Berlin");
            return null;
        }
        if (fields.has("allow") == fields.has("deny")) {
            fields.invalid("allow", fields.node(), "or 'deny' must be there, and one of them alone");
            return null;
        }
        String name = fields.has("allow") ? "allow" : "deny";
        String hours = fields.text(name).orElse("");
        Window window = new Window(fields.has("allow") ? Effect.ALLOW : Effect.DENY, hours, timezone);
        if (!Windows.readable(window)) {
            fields.invalid(name, present(fields, name), "must be days and times, e.g. 'Mon-Fri 09:00-16:00'");
            return null;
        }
        return window;
    }

    private static Node present(StrictMapping fields, String name) {
        Node at = fields.get(name);
        return at == null ? fields.node() : at;
    }

    private Approval approval(StrictMapping policy, Approval inherited) {
        StrictMapping approval = policy.section("approval", List.of("required", "expires", "author"));
        return new Approval(
                approval.integer("required", 1, MOST_APPROVALS).orElse(inherited.required()),
                expires(approval, inherited.expiresMillis()),
                approval.bool("author").orElse(inherited.author()));
    }

    private static long expires(StrictMapping approval, long inherited) {
        Node at = approval.get("expires");
        Duration expires = approval.duration("expires").orElse(null);
        if (at == null || expires == null) {
            return inherited;
        }
        if (!expires.isPositive() || expires.compareTo(LONGEST) > 0) {
            approval.invalid("expires", at, "must be more than 0s and at most 720h");
            return inherited;
        }
        return expires.toMillis();
    }
}
