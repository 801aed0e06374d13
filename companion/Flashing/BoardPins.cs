using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Flashing;

/// <summary>Which GPIOs of a board are free for the meter and the display: neither flash, PSRAM, USB nor booting needs them.</summary>
/// <param name="Rx">The P1 data line.</param>
/// <param name="Tx">What the serial port takes for sending; nothing is connected.</param>
/// <param name="Data">The display's SDA.</param>
/// <param name="Clock">The display's SCL.</param>
internal sealed record BoardPins(int Rx, int Tx, int Data, int Clock)
{
    /// <summary>Those that the firmware takes when its settings name none.</summary>
    public static readonly BoardPins Usual = new(16, 17, 21, 22);

    /// <summary>The members of <c>settings.json</c> that a board needs, each without comma; none for the usual pins.</summary>
    public IEnumerable<string> Settings
    {
        get
        {
            if ((Rx, Tx) != (Usual.Rx, Usual.Tx))
            {
                yield return $"\"p1\": {{ \"rx\": {Rx}, \"tx\": {Tx} }}";
            }

            if ((Data, Clock) != (Usual.Data, Usual.Clock))
            {
                yield return $"\"i2c\": {{ \"data\": {Data}, \"clock\": {Clock} }}";
            }
        }
    }

    /// <summary>What these pins say against settings: those that are still the usual ones, where the board has others.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>For instance <c>p1.rx 25 instead of 16</c>; empty when there is nothing.</returns>
    public string[] Objections(DeviceSettings settings) =>
    [
        .. Objection("p1.rx", settings.P1RxPin, Usual.Rx, Rx),
        .. Objection("p1.tx", settings.P1TxPin, Usual.Tx, Tx),
        .. Objection("i2c.data", settings.I2cDataPin, Usual.Data, Data),
        .. Objection("i2c.clock", settings.I2cClockPin, Usual.Clock, Clock),
    ];

    private static string[] Objection(string name, int pin, int usual, int right) =>
        pin == usual && right != usual ? [$"{name} {right} instead of {pin}"] : [];
}
