/** What the sandbox serves: built-in resources as recorded from a real server, and those of custom resource definitions. */
@NullMarked
package io.keelstream.sandbox.resource;

import org.jspecify.annotations.NullMarked;
