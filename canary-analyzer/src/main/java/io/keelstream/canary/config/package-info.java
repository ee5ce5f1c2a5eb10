/**
 * What a team declares about an analysis: metrics, tolerances, margins and error probabilities.
 * Values are checked when they are made; nothing here computes.
 */
@NullMarked
package io.keelstream.canary.config;

import org.jspecify.annotations.NullMarked;
