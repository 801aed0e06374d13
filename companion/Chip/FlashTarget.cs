using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Chip;

/// <summary>Which GPIOs of a board are free for the meter and the display: neither flash, PSRAM, USB nor booting needs them.</summary>
/// <param name="Rx">The P1 data line.</param>
/// <param name="Tx">What the serial port takes for sending; nothing is connected.</param>
/// <param name="Data">The display's SDA.</param>
/// <param name="Clock">The display's SCL.</param>
internal sealed record BoardPins(int Rx, int Tx, int Data, int Clock)
{
    /// <summary>Those that the firmware takes when its settings name none.</summary>
    public static readonly BoardPins Usual = new(16, 17, 21, 22);
}

/// <summary>GPIOs that cannot be used, or not for sending.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Why">After "GPIO6 ".</param>
/// <param name="CanReceive">Whether they will do for <c>p1.rx</c>, which only listens.</param>
internal sealed record PinRule(int First, int Last, string Why, bool CanReceive = false);

/// <summary>A build of nanoCLR that nanoff can flash.</summary>
/// <param name="Name">As nanoff knows it.</param>
/// <param name="Chip">The chip that it is for, as nanoff names it.</param>
/// <param name="Boards">Which boards have that chip, and how to tell.</param>
/// <param name="Pins">What to connect to.</param>
/// <param name="HeapBytes">What it leaves to programs, at least, PSRAM or not; 0 when no figure is known for a board without.</param>
/// <param name="Rules">Which of the chip's pins will not do.</param>
internal sealed record FlashTarget(string Name, string Chip, string Boards, BoardPins Pins, int HeapBytes, PinRule[] Rules)
{
    /// <summary>The target of the board that most people have.</summary>
    public const string Default = "ESP32_REV3";

    /// <summary>Managed heap that the program needs with a broker: an hour of telegrams, one lost connection and one change of the rates (firmware/README.md).</summary>
    public const int HeapWithBroker = 98_304;

    /// <summary>The same without a broker.</summary>
    public const int HeapWithoutBroker = 76_000;

    // The largest block that was seen of an ESP32's own memory, of which nanoCLR takes its heap (nf-interpreter, pull request 2940).
    private const int Esp32Heap = 114_688;
    private const int OctalPsram = 8 << 20;
    private const string Flash = "belongs to the flash memory";
    private const string Psram = "belongs to the memory in the module";
    private const string Missing = "is none of this chip's pins";
    private const string InputOnly = "can only receive";

    private static readonly PinRule[] Esp32 = [new(6, 11, Flash), new(24, 24, Missing), new(28, 31, Missing), new(34, 39, InputOnly, CanReceive: true), new(40, 48, Missing)];
    private static readonly PinRule[] Esp32WithPsram = [.. Esp32, new(16, 17, Psram)];
    private static readonly PinRule[] S2 = [new(22, 25, Missing), new(26, 32, Flash), new(46, 46, InputOnly, CanReceive: true), new(47, 48, Missing)];
    private static readonly PinRule[] S3 = [new(22, 25, Missing), new(26, 32, Flash)];
    private static readonly PinRule[] S3WithOctalPsram = [.. S3, new(33, 37, Psram)];

    // GPIO16 and 17 belong to the memory there.
    private static readonly BoardPins WithoutPsramPins = new(25, 26, 21, 22);
    private static readonly BoardPins SPins = new(16, 17, 12, 13);

    /// <summary>The targets of boards that have what this project needs: Wi-Fi, I2C, a second serial port, and the memory.</summary>
    public static readonly FlashTarget[] All =
    [
        new(Default, "ESP32", "most boards sold now: ESP32-WROOM-32E and -32UE, DevKitC V4, no PSRAM", BoardPins.Usual, Esp32Heap, Esp32),
        new("ESP32_PSRAM_REV3", "ESP32", "ESP32-WROVER-E and -IE; the memory for TLS", WithoutPsramPins, Esp32Heap, Esp32WithPsram),
        new("ESP32_REV0", "ESP32", "boards before 2020: ESP32-WROOM-32 and -32D, revision 0 or 1, no PSRAM", BoardPins.Usual, Esp32Heap, Esp32),
        new("ESP32_PSRAM_REV0", "ESP32", "ESP32-WROVER and -WROVER-B, revision 0 or 1; runs on any ESP32", WithoutPsramPins, Esp32Heap, Esp32WithPsram),
        new("ESP32_PICO", "ESP32", "ESP32-PICO-D4 and -V3, M5Stick", WithoutPsramPins, Esp32Heap, Esp32WithPsram),
        new("ESP32_S2", "ESP32-S2", "ESP32-S2-WROVER and -MINI, Saola", SPins, 0, S2),
        new("ESP32_S3_QUAD", "ESP32-S3", "ESP32-S3 with 2 MB PSRAM (R2 in the module's name) or none", SPins, 0, S3),
        new("ESP32_S3_OCTAL", "ESP32-S3", "ESP32-S3 with 8 MB PSRAM or more (R8, R16)", SPins, OctalPsram, S3WithOctalPsram),
    ];

    // Chips whose memory does not do with a broker: none of their targets is offered (nanoframework/Home, issue 1824; nf-interpreter).
    private static readonly (string Chip, int HeapBytes)[] TooSmall = [("ESP32-C3", 54_472), ("ESP32-C6", 82_488)];

    /// <summary>The target of a name, or null when only nanoff may know it.</summary>
    public static FlashTarget? Find(string name) => Array.Find(All, target => target.Name == name);

    /// <summary>The known name that a person may have meant by another.</summary>
    public static string? Near(string name) => NearestName.Of(name, [.. All.Select(target => target.Name)]);

    /// <summary>Why a chip has no target here, after its name.</summary>
    /// <param name="chip">As nanoff names it.</param>
    public static string WhyNot(string chip) => Array.Find(TooSmall, small => small.Chip == chip) is { HeapBytes: > 0 } found
        ? $"this project has no target for it: it leaves a program {found.HeapBytes} bytes of memory, and this one needs {HeapWithBroker} with a broker, {HeapWithoutBroker} without"
        : "this project has no target for it";

    /// <summary>What is to be said of the memory that a target leaves to the program, a sentence; null when it is enough.</summary>
    /// <param name="name">The target, known here or not.</param>
    /// <param name="hasPsram">Whether nanoff has seen PSRAM on the board.</param>
    /// <param name="settings">What the device will be set to, or null when that is not known.</param>
    public static string? MemoryWarning(string name, bool hasPsram, DeviceSettings? settings)
    {
        int heap = Find(name)?.HeapBytes ?? Array.Find(TooSmall, small => name.StartsWith(small.Chip.Replace('-', '_'), StringComparison.Ordinal)).HeapBytes;
        bool hasBroker = settings is not { HasBroker: false };
        int need = hasBroker ? HeapWithBroker : HeapWithoutBroker;
        string how = hasBroker ? "with" : "without";
        if (hasPsram || heap >= need)
        {
            return null;
        }

        return heap == 0
            ? $"How much memory {name} leaves to the program on a board without PSRAM is not known; it needs {need} bytes {how} a broker. A board with PSRAM has them."
            : $"{name} leaves {heap} bytes of memory to the program, which needs {need} {how} a broker: it will restart again and again. 'meter flash --targets' lists boards that have them.";
    }

    /// <summary>The pins in settings that the board cannot use, and those that it has.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>For instance <c>p1.rx cannot be 6 ...</c>, without a point at the end; null when all will do.</returns>
    public string? ProblemOf(DeviceSettings settings)
    {
        List<string> problems = [];
        Check("p1.rx", settings.P1RxPin, isInput: true);
        Check("p1.tx", settings.P1TxPin, isInput: false);
        Check("i2c.data", settings.I2cDataPin, isInput: false);
        Check("i2c.clock", settings.I2cClockPin, isInput: false);
        return problems.Count == 0
            ? null
            : $"{string.Join(", and ", problems)}. A board for {Name} has free: p1.rx {Pins.Rx}, p1.tx {Pins.Tx}, i2c.data {Pins.Data}, i2c.clock {Pins.Clock}";

        void Check(string name, int pin, bool isInput)
        {
            if (Array.Find(Rules, rule => pin >= rule.First && pin <= rule.Last && !(isInput && rule.CanReceive)) is PinRule broken)
            {
                problems.Add($"{name} cannot be {pin}, GPIO{pin} {broken.Why}");
            }
        }
    }
}
