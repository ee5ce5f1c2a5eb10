package io.keelstream.cli.render;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.cel.CelRule;
import io.keelstream.kubernetes.policy.installation.CostLimit;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.OwnRule;
import io.keelstream.kubernetes.policy.installation.Scope;
import io.keelstream.yaml.StrictMapping;
import io.keelstream.yaml.YamlError;
import io.keelstream.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads {@code keelstream.policies} of an installation's file, as the planner does, but for what only a change can break: {@code scope}
 * and {@code cost}. Everything else in the file is passed over.
 */
final class RulesFile {

    private static final List<String> FIELDS = List.of("levels", "locked", "scope", "rules", "cost");
    private static final List<String> RULE =
            List.of("name", "kinds", "expression", "message", "message-expression", "messageExpression", "level");

    private RulesFile() {}

    /** The rules; ends the command with the place of the first error. */
    static InstallationRules read(Path file) {
        Consumer<YamlError> errors = error -> {
            throw CommandFailure.wrongUse(
                    "--config " + file + ":" + error.line() + ":" + error.column() + ": " + error.message());
        };
        StrictMapping policies = YamlFile.document(content(file), errors)
                .map(document -> new StrictMapping(document, "", errors)
                        .section("keelstream")
                        .section("policies", FIELDS))
                .orElseThrow(() -> CommandFailure.wrongUse("--config " + file + " is empty"));
        try {
            return InstallationRules.of(
                    levels(policies.section("levels")),
                    policies.texts("locked"),
                    Scope.ALL,
                    policies.sections("rules", RULE).stream()
                            .map(RulesFile::rule)
                            .toList(),
                    CostLimit.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--config " + file + ": keelstream.policies: " + e.getMessage());
        }
    }

    private static Map<String, RuleLevel> levels(StrictMapping levels) {
        Map<String, RuleLevel> all = new TreeMap<>();
        levels.values().keySet().forEach(name -> all.put(name, level(levels, name)));
        return all;
    }

    private static RuleLevel level(StrictMapping fields, String name) {
        return fields.constant(name, RuleLevel.class, RuleLevel.WARN);
    }

    private static OwnRule rule(StrictMapping fields) {
        return new OwnRule(
                CelRule.compile(
                        fields.required("name"),
                        fields.texts("kinds"),
                        fields.required("expression"),
                        fields.text("message").orElse(""),
                        fields.text("message-expression")
                                .or(() -> fields.text("messageExpression"))
                                .orElse("")),
                level(fields, "level"));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CommandFailure.wrongUse("--config " + file + " is not a readable file");
        }
    }
}
