/** The HTTP side of the sandbox: paths, parameters, bodies, answers, streams. Holds no rule about objects. */
@NullMarked
package io.keelstream.sandbox.http;

import org.jspecify.annotations.NullMarked;
