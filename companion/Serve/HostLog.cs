using MeterFirmware.Companion.Dashboard;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeterFirmware.Companion.Serve;

/// <summary>Hands what the web server has to complain about to the log of the house, a line each.</summary>
internal sealed class HostLog(Log log) : ILoggerProvider, ILogger
{
    // What the host cannot start it throws as well.
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) ? NullLogger.Instance : this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            string reason = exception == null ? formatter(state, null) : $"{exception.GetType().Name}: {exception.Message}";
            log.Add(0, $"the web server: {Terminal.Quote.Of(reason.TrimEnd('.'))}", isWarning: true);
        }
    }

    public void Dispose()
    {
    }
}
