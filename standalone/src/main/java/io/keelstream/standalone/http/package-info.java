/** A small HTTP endpoint on loopback: liveness, readiness, metrics. */
@NullMarked
package io.keelstream.standalone.http;

import org.jspecify.annotations.NullMarked;
