using System.Globalization;
using System.Reflection;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Scaled integers as a person reads them: with a point, three decimals for energy and power, two for money.</summary>
internal static class Show
{
    /// <summary>The program's version: that of the assembly, without build mark.</summary>
    public static string Version { get; } =
        typeof(Show).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Wh as kWh.</summary>
    public static string Kwh(long wh) => Thousandths(wh);

    /// <summary>W as kW.</summary>
    public static string Kw(long w) => Thousandths(w);

    /// <summary>Litres as m³.</summary>
    public static string CubicMetres(long litres) => Thousandths(litres);

    /// <summary>Nano-euro as euro and cents.</summary>
    public static string Euro(long nanoEuro) => (nanoEuro / 1_000_000_000m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A price of nano-euro per Wh or litre as euro per kWh or m³, with as many decimals as it has.</summary>
    public static string Price(long nanoEuroPerUnit) =>
        (nanoEuroPerUnit / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture);

    /// <summary>A price that follows the day-ahead market, as its formula in EUR/kWh.</summary>
    /// <param name="formula">How it follows.</param>
    /// <param name="plus">What is added, nano-euro per Wh.</param>
    public static string Formula(SpotFormula formula, long plus)
    {
        string sign = plus < 0 ? "-" : "+";
        return $"spot × {Price(formula.MillionthTimes)} {sign} {Price(Math.Abs(plus))}";
    }

    /// <summary>A CRC as telegrams print it.</summary>
    public static string Crc(int crc) => crc.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>A span of seconds as minutes and seconds: 7:29.</summary>
    public static string MinutesSeconds(long seconds) => $"{seconds / 60}:{seconds % 60:00}";

    /// <summary>A long span of seconds by its two largest units: 3 d 4 h.</summary>
    public static string Duration(long seconds) =>
        seconds >= 86400 ? $"{seconds / 86400} d {seconds / 3600 % 24} h"
        : seconds >= 3600 ? $"{seconds / 3600} h {seconds / 60 % 60} min"
        : $"{seconds / 60} min {seconds % 60} s";

    /// <summary>A moment by the Belgian clock.</summary>
    /// <param name="utc">UTC seconds.</param>
    /// <param name="format">A format of <see cref="DateTime"/>.</param>
    public static string Local(long utc, string format) =>
        DateTime.UnixEpoch.AddSeconds(BelgianTime.Local(utc)).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A month by its number.</summary>
    /// <param name="month">year * 12 + month - 1.</param>
    public static string Month(int month) =>
        new DateTime(month / 12, (month % 12) + 1, 1).ToString("MMM yyyy", CultureInfo.InvariantCulture);

    private static string Thousandths(long value) => (value / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
