using System.Diagnostics;
using MeterFirmware.Companion.Tests.Commands;

namespace MeterFirmware.Companion.Tests.Chip;

/// <summary>
/// A folder of a user: an executable nanoff on the PATH that notes what it is given, a file in place of a serial port, firmware,
/// settings and rates.
/// </summary>
internal sealed class NanoffStandIn : IDisposable
{
    public const string Password = "S3same open!";
    public const string BrokerPassword = "br0ker \"pass\"";
    public const string Secret = "0123456789abcdefghijklmnop";

    // Each run gets a folder: its words, one a line, the file that it was told to read, and the rights of that and of its folder.
    private const string Script =
        """
        #!/bin/sh
        home=${0%/*}
        n=1
        while [ -e "$home/run$n" ]; do n=$(( n + 1 )); done
        run="$home/run$n"
        mkdir "$run"
        printf '%s\n' "$@" > "$run/words"
        for word in "$@"; do
            case $word in
                */wifi.json|*/files.json)
                    cp "$word" "$run/json"
                    ls -ld "$word" | cut -c1-10 > "$run/rights"
                    ls -ld "$(dirname "$word")" | cut -c1-10 >> "$run/rights"
                    printf '%s' "$word" > "$run/path"
                    counter="$(dirname "$word")/counter.txt"
                    if [ -e "$counter" ]; then cp "$counter" "$run/counter"; fi ;;
            esac
        done
        case "$*" in
            --version) cat "$home/version"; exit 0 ;;
            *--nanodevice*--devicedetails*) cat "$home/clr" ;;
            *--devicedetails*) cat "$home/chip" ;;
        esac
        read -r trouble < "$home/trouble"
        case "$*" in
            *"$trouble"*)
                if [ -p "$home/reached" ]; then
                    echo $$ > "$home/reached"
                    exec sleep 60
                fi
                cat "$home/says"
                exit $(cat "$home/code") ;;
        esac
        """;

    public NanoffStandIn()
    {
        Folder = Directory.CreateTempSubdirectory("nanoff").FullName;
        Home = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        Temporary = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName;
        Port = Path.Combine(Folder, "ttyUSB0");
        Image = Path.Combine(Folder, "MeterFirmware.bin");
        string program = Path.Combine(Home, "nanoff");
        File.WriteAllText(program, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Says("nothing-goes-wrong", 0, "");
        IsVersion("nanoff 2.5.162+1234567890");
        HasChip("Reading details from chip...\rReading details from chip...OK\n\nConnected to:\nESP32 (ESP32-D0WD-V3 (revision v3.1))\nFeatures Wi-Fi, BT, Dual Core\n");
        File.WriteAllText(Port, "");
        HasClr();
        File.WriteAllBytes(Image, [.. Assembly("", 0xFCD2, 0x1549C856), .. Assembly("System.Net", 1, 0x6DFA71D6), .. Assembly("MeterFirmware", 1, 0)]);
        File.WriteAllText(SettingsPath, $$"""{"broker": {"host": "nas", "user": "jo", "password": "{{BrokerPassword.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}, "secret": "{{Secret}}"}""");
        File.WriteAllText(RatesPath, """{"Water": {"+": 6.2}}""");
    }

    /// <summary>Where meter is started.</summary>
    public string Folder { get; }

    public string Port { get; }

    public string Image { get; }

    public string SettingsPath => Path.Combine(Folder, "settings.json");

    public string RatesPath => Path.Combine(Folder, "rates.json");

    /// <summary>Where meter makes its folders; nothing may be left in it.</summary>
    public string Temporary { get; }

    /// <summary>The words of each run, without the first, which asks for the version.</summary>
    public string[][] Runs => [.. Enumerable.Range(2, Math.Max(0, Directory.GetDirectories(Home).Length - 1)).Select(n => File.ReadAllLines(Path.Combine(Home, $"run{n}", "words")))];

    private string Home { get; }

    /// <summary>The file that a run was told to read.</summary>
    public string Json(string option) => File.ReadAllText(Path.Combine(FolderOfRun(option), "json"));

    /// <summary>The counter beside that file.</summary>
    public string Counter(string option) => File.ReadAllText(Path.Combine(FolderOfRun(option), "counter"));

    /// <summary>The rights of that file, and of its folder.</summary>
    public string[] Rights(string option) => File.ReadAllLines(Path.Combine(FolderOfRun(option), "rights"));

    /// <summary>Where that file was.</summary>
    public string PathOfJson(string option) => File.ReadAllText(Path.Combine(FolderOfRun(option), "path"));

    /// <summary>The run with this among its words says something and ends with a code.</summary>
    public void Says(string word, int code, string text)
    {
        File.WriteAllText(Path.Combine(Home, "trouble"), word);
        File.WriteAllText(Path.Combine(Home, "code"), $"{code}");
        File.WriteAllText(Path.Combine(Home, "says"), text);
    }

    /// <summary>The run with this among its words never ends by itself.</summary>
    public void Hangs(string word)
    {
        Says(word, 0, "");
        TemporaryFolder.MakePipe(Path.Combine(Home, "reached"));
    }

    /// <summary>Waits until it hangs.</summary>
    /// <returns>The number of its process.</returns>
    public async Task<int> HangingAsync(TimeSpan patience) =>
        int.Parse(await Task.Run(() => File.ReadAllText(Path.Combine(Home, "reached"))).WaitAsync(patience));

    public void IsVersion(string text) => File.WriteAllText(Path.Combine(Home, "version"), text);

    public void HasChip(string text) => File.WriteAllText(Path.Combine(Home, "chip"), text);

    /// <summary>What nanoff 2.5 prints of a nanoCLR; the image's two native halves fit unless others are given.</summary>
    public void HasClr(string target = "ESP32_REV3", string version = "1.17.0.445", uint mscorlib = 0x1549C856, uint? net = 0x6DFA71D6) => SaysOfClr(
        $"""

        HAL build info: nanoCLR running @ ESP32 built with ESP-IDF v5.5.1
          Target:   {target}
          Platform: ESP32

        Firmware build Info:
          Date:        Jul  1 2026
          Type:        MinSizeRel build, chip rev. >= 3, without support for PSRAM
          CLR Version: {version}
          Compiler:    GNU ARM GCC v14.2.0

        OEM Product codes (vendor, model, SKU): 0, 0, 0

        Target capabilities:
          Has nanoBooter: NO
          IFU capable: NO

        AppDomains:

        Assemblies:
          mscorlib, 1.15.6.0
          System.Net, 1.11.1.0

        Native Assemblies:
          mscorlib v100.5.0.24, checksum 0x{mscorlib:X8}
          nanoFramework.Hardware.Esp32 v100.0.10.0, checksum 0x6A20A689
        {(net is uint sum ? $"  System.Net v100.2.0.11, checksum 0x{sum:X8}\n" : "")}
        """);

    public void SaysOfClr(string text) => File.WriteAllText(Path.Combine(Home, "clr"), text);

    /// <summary>An assembly as the metadata processor lays it out: a head of 124 bytes, a string table, padding to 4.</summary>
    /// <param name="name">Stands in its string table, after the empty string.</param>
    /// <param name="nameIndex">Where its head says that the name is.</param>
    /// <param name="checksum">Of its native half.</param>
    public static byte[] Assembly(string name, ushort nameIndex, uint checksum)
    {
        const int Head = 124;
        int length = Head + 1 + name.Length + 1;
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("NFMRK1\0\0"u8);
        writer.Write(new byte[12]);
        writer.Write(checksum);
        writer.Write(0xFFFFFFFF);
        foreach (ushort part in new ushort[] { 1, 11, 60, 0 })
        {
            writer.Write(part);
        }

        writer.Write(nameIndex);
        writer.Write((ushort)1);
        for (int table = 0; table < 16; table++)
        {
            writer.Write(table <= 11 ? Head : length);
        }

        writer.Write(new byte[4 + 16]);
        writer.Write($"\0{name}\0".Select(c => (byte)c).ToArray());
        writer.Write(new byte[(4 - (length % 4)) % 4]);
        return bytes.ToArray();
    }

    /// <summary>Removes nanoff itself.</summary>
    public void Uninstall() => File.Delete(Path.Combine(Home, "nanoff"));

    /// <summary>Runs meter by a clock that stands still, however long the machine takes.</summary>
    public MeterProcess Meter(params string[] arguments) => MeterProcess.RunBy(new LeapingClock(), Environment(), Folder, arguments);

    /// <summary>Starts meter as a process of its own, to which signals are what they are to a program of a terminal.</summary>
    public Process Start(params string[] arguments) => MeterProcess.Start(Environment(), Folder, arguments);

    /// <summary>Files with secrets for nanoff that are still there.</summary>
    public string[] Leftovers() => Directory.GetFileSystemEntries(Temporary, "meter-*");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string FolderOfRun(string option) =>
        Directory.GetDirectories(Home).Single(run => File.ReadAllLines(Path.Combine(run, "words")).Contains(option));

    private Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = $"{Home}:/usr/bin:/bin",
        ["HOME"] = Folder,
        ["TMPDIR"] = Temporary,
        ["METER_WIFI_PASSWORD"] = Password,
        ["METER_BROKER_PASSWORD"] = BrokerPassword,
        ["DOTNET_NOLOGO"] = "1",
    };
}
