package io.keelstream.contracts.attention;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.targets.TargetIdentity;

/**
 * Something of a target waits for a person, or does not any more. It is resolved once, however often it was repeated before.
 *
 * @param identity the target
 * @param attention what waits, or waited last
 */
public record TargetAttention(
        @Inline TargetIdentity identity, @Inline Attention attention) {}
