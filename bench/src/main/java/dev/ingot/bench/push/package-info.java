/** How long a push takes, against building and running a Dockerfile. */
@NullMarked
package dev.ingot.bench.push;

import org.jspecify.annotations.NullMarked;
