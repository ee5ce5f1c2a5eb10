/**
 * What a new commit means for every target: unchanged, accepted, rejected or removed, and what moved between targets.
 * Level-triggered: the result follows from the commit and from the recorded state, never from the order of events. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.evaluation;

import org.jspecify.annotations.NullMarked;
