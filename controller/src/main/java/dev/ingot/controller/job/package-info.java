/** Jobs: asynchronous API operations a client polls. */
@NullMarked
package dev.ingot.controller.job;

import org.jspecify.annotations.NullMarked;
