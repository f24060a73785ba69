@NullMarked
package dev.ingot.controller.git.http;

import org.jspecify.annotations.NullMarked;
