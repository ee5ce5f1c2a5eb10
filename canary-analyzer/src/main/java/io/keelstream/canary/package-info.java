/** The canary analyzer: asks a metrics source about canary and baseline, and judges. */
@NullMarked
package io.keelstream.canary;

import org.jspecify.annotations.NullMarked;
