using System.Diagnostics;
using System.Globalization;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Tells how a fleet fares.</summary>
/// <param name="devices">How many there are.</param>
/// <param name="counts">What happened to them.</param>
internal sealed class FleetReport(int devices, LinkCounts counts)
{
    private const long BytesPerMebibyte = 1024 * 1024;

    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    private TimeSpan _toldAt;
    private long _sent;
    private long _acknowledged;

    /// <summary>How it was since the line before.</summary>
    /// <param name="now">Time since the start.</param>
    /// <param name="behind">How late the next telegram is.</param>
    public string Line(TimeSpan now, TimeSpan behind)
    {
        double seconds = Math.Max((now - _toldAt).TotalSeconds, 0.001);
        long sent = counts.Sent;
        long acknowledged = counts.Acknowledged;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{now.TotalSeconds,6:0} s  {counts.Connected,6} of {devices} connected  {(sent - _sent) / seconds,8:0.0} sent/s  {(acknowledged - _acknowledged) / seconds,8:0.0} acknowledged/s  {counts.Failures,6} failures");
        if (behind > WorthTelling)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"  {behind.TotalSeconds:0.0} s behind: this machine is too slow");
        }

        _toldAt = now;
        _sent = sent;
        _acknowledged = acknowledged;
        return line;
    }

    /// <summary>How it was from the start.</summary>
    /// <param name="devices">How many there are.</param>
    /// <param name="time">How long it went on.</param>
    /// <param name="counts">What happened.</param>
    public static string Summary(int devices, TimeSpan time, LinkCounts counts)
    {
        using Process self = Process.GetCurrentProcess();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {devices} devices, {time.TotalSeconds:0} s
              messages     {counts.Sent} sent, {counts.Acknowledged} acknowledged, {counts.Lost} lost
              answers      {counts.MeanAnswer.TotalMilliseconds:0.0} ms on average, {counts.LongestAnswer.TotalMilliseconds:0} ms at most
              connections  {counts.Connections} made, {counts.Refused} attempts failed, {counts.Dropped} dropped
              this process {self.TotalProcessorTime.TotalSeconds:0.0} s of processor time, {self.PeakWorkingSet64 / BytesPerMebibyte} MiB of memory at most

            """);
    }
}
