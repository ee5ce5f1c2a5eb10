/** What can be made to go wrong on purpose between a client and the sandbox: a small typed language for tests. */
@NullMarked
package io.keelstream.sandbox.fault;

import org.jspecify.annotations.NullMarked;
