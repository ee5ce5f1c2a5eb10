package io.keelstream.kubernetes.policy.installation;

import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.Rule;

/**
 * A rule that an installation wrote itself.
 *
 * @param rule what it asks
 * @param level what follows where it is broken
 */
public record OwnRule(Rule rule, RuleLevel level) {}
