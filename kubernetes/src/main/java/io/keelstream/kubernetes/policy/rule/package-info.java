/** The built-in rules; one class each. Pure. */
@NullMarked
package io.keelstream.kubernetes.policy.rule;

import org.jspecify.annotations.NullMarked;
