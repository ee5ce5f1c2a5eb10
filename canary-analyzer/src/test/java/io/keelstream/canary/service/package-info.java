/** The canary analyzer as a service: on a broker, in front of a Prometheus that is made up, and of a real one. */
@NullMarked
package io.keelstream.canary.service;

import org.jspecify.annotations.NullMarked;
