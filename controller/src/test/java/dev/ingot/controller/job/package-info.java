/** Tests of jobs. */
@NullMarked
package dev.ingot.controller.job;

import org.jspecify.annotations.NullMarked;
