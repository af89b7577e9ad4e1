# Write ../r_forecast.csv: what the R package forecast says of the series in ../series.csv.
# Run in the folder of this script, where R and that package (Debian: r-cran-forecast) are installed:
#   Rscript r_forecast.R
# Standard deviations are half an 80 % interval over the normal quantile, as the package makes them.
library(stats)
library(utils)
suppressMessages(library(forecast))

horizon <- 6
series <- read.csv("../series.csv")
out <- data.frame()

note <- function(years, model, name, values) {
  rows <- data.frame(years = years, model = model, name = name, step = seq_along(values),
                     value = sprintf("%.12g", as.numeric(values)))
  out <<- rbind(out, rows)
}
said <- function(years, model, found) {
  note(years, model, "mean", found$mean)
  note(years, model, "sd", (found$upper[, 1] - found$lower[, 1]) / 2 / qnorm(0.9))
}

for (years in unique(series$years)) {
  y <- ts(series$y[series$years == years])
  said(years, "naive", rwf(y, h = horizon, level = 80))
  said(years, "drift", rwf(y, drift = TRUE, h = horizon, level = 80))
  for (form in c("ANN", "AAN")) {
    model <- if (form == "ANN") "ses" else "holt"
    fit <- ets(y, form, damped = FALSE)
    said(years, model, forecast(fit, h = horizon, level = 80))
    for (name in c("alpha", "beta")) {
      if (name %in% names(fit$par)) note(years, model, name, fit$par[[name]])
    }
    note(years, model, "sigma2", fit$sigma2)
  }
  theta <- thetaf(y, h = horizon, level = 80)
  said(years, "theta", theta)
  note(years, "theta", "alpha", theta$model$alpha)
  note(years, "theta", "level", ses(y, h = horizon)$model$par[["l"]])
  fit <- Arima(y, order = c(1, 1, 0), include.drift = TRUE)
  said(years, "arima", forecast(fit, h = horizon, level = 80))
  note(years, "arima", "ar", fit$coef[["ar1"]])
  note(years, "arima", "drift", fit$coef[["drift"]])
  note(years, "arima", "sigma2", fit$sigma2)
  said(years, "auto_ets", forecast(ets(y, "ZZN", additive.only = TRUE), h = horizon, level = 80))
}
out <- rbind(data.frame(years = 0, model = "made by",
                        name = paste("forecast", packageVersion("forecast")), step = 0, value = ""),
             out)
write.csv(out, "../r_forecast.csv", row.names = FALSE, quote = FALSE)
