/**
 * The limit beside which this project's own figures are read: how fast the API server of the same run answers a client
 * that does nothing but send requests.
 */
@NullMarked
package io.keelstream.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
