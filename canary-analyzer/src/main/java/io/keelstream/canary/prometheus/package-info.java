/** The metrics source: asks a Prometheus for raw samples. Its failures are values, and never look like data. */
@NullMarked
package io.keelstream.canary.prometheus;

import org.jspecify.annotations.NullMarked;
