/** Stacks: the base image pairs (build, run) that apps are built and run on. */
@NullMarked
package dev.ingot.controller.stack;

import org.jspecify.annotations.NullMarked;
