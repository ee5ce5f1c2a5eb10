/** The demo repository: real applications in a bare Git repository to push to. */
@NullMarked
package io.keelstream.standalone.demo;

import org.jspecify.annotations.NullMarked;
