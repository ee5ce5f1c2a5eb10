/**
 * Which metrics a failed analysis may blame.
 */
@NullMarked
package io.keelstream.canary.attribution;

import org.jspecify.annotations.NullMarked;
