/**
 * Whether the router sends the share of traffic that was asked for.
 */
@NullMarked
package io.keelstream.canary.sampleratio;

import org.jspecify.annotations.NullMarked;
