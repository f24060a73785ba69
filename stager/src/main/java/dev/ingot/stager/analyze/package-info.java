/** What is known before anything runs: stack images and the app's previous image. */
@NullMarked
package dev.ingot.stager.analyze;

import org.jspecify.annotations.NullMarked;
