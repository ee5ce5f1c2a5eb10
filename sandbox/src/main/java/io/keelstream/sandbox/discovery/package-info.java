/** Documents that show clients what is served: discovery in both forms, and OpenAPI. */
@NullMarked
package io.keelstream.sandbox.discovery;

import org.jspecify.annotations.NullMarked;
