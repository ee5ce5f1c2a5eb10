/**
 * What a new commit means for every target: unchanged, accepted, rejected or removed, and what moved between targets.
 * Level-triggered: the answer follows from the commit and from what is remembered, never from the order of events. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.evaluation;

import org.jspecify.annotations.NullMarked;
