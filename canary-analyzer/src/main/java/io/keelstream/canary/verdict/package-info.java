/**
 * The judge: state in, tick in, state out; and the verdict with reasons that a person understands.
 */
@NullMarked
package io.keelstream.canary.verdict;

import org.jspecify.annotations.NullMarked;
