using System.Diagnostics;
using System.Text;
using MeterFirmware.Companion.Device;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Tests.Device;

/// <summary>A device's storage on a PC leaves the user's files alone, and shows nobody else what it stores.</summary>
public sealed class FolderFlashTests : TemporaryFolder
{
    private const string Secret = "0123456789abcdef";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void Files_of_the_user_are_taken_and_stay_as_they_are()
    {
        string settings = $$"""{"name": "mine", "secret": "{{Secret}}"}""";
        string rates = """{"Water": {"+": 6.2}}""";
        Write("settings.json", settings);
        Write("rates.json", rates);
        DeviceStorage storage = Boot();
        Assert.Equal(("mine", 6_200_000L), (storage.Settings.Value.Name, storage.Rates.Value.WaterNanoEuroPerLitre));
        Assert.True(storage.Rates.IsNew);
        Assert.Equal((settings, rates), (Read("settings.json"), Read("rates.json")));
        Assert.False(Boot().Rates.IsNew);
    }

    [Fact]
    public void What_was_told_to_the_device_since_is_not_undone_by_a_file_that_is_still_there_but_by_one_that_has_changed()
    {
        Write("settings.json", """{"name": "mine"}""");
        byte[] told = """{"name": "told"}"""u8.ToArray();
        Assert.True(Boot().Settings.Save(told, told.Length));
        Assert.Equal("told", Boot().Settings.Value.Name);
        Write("settings.json", """{"name": "newer"}""");
        Assert.Equal("newer", Boot().Settings.Value.Name);
        Assert.Equal("newer", Boot().Settings.Value.Name);
    }

    [Fact]
    public void A_wrong_file_is_told_of_at_each_boot()
    {
        Write("rates.json", "{");
        Assert.StartsWith("rates.json: ", Boot().Rates.Report, StringComparison.Ordinal);
        Assert.StartsWith("rates.json: ", Boot().Rates.Report, StringComparison.Ordinal);
        Write("rates.json", new string(' ', StoredFile.MostBytes + 1));
        Assert.StartsWith("rates.json: longer than", Boot().Rates.Report, StringComparison.Ordinal);
    }

    [PosixTheory]
    [InlineData("rates.json")]
    [InlineData("settings.json")]
    [InlineData("rates.json.taken")]
    [InlineData("broker-ca.pem")]
    public void What_is_no_file_is_refused_at_once(string name)
    {
        string path = Path.Combine(Folder, name);
        string error = $"{path} is a pipe or a device; put a file in its place.";
        Stopwatch time = Stopwatch.StartNew();
        File.CreateSymbolicLink(path, "/dev/zero");
        Assert.Equal(error, Assert.Throws<CommandFailure>(() => FolderFlash.Check(Folder)).Message);
        File.Delete(path);
        MakePipe(path);
        Assert.Equal(error, Assert.Throws<CommandFailure>(() => FolderFlash.Check(Folder)).Message);

        // Into which somebody writes.
        using FileStream writer = new(path, FileMode.Open, FileAccess.ReadWrite);
        Assert.Equal(error, Assert.Throws<CommandFailure>(() => FolderFlash.Check(Folder)).Message);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Files_of_any_length_are_no_pipes()
    {
        Write("rates.json", "");
        Write("settings.json", "{}");
        using (FileStream large = new(Path.Combine(Folder, "client.pem"), FileMode.CreateNew))
        {
            large.SetLength(4L << 30);
        }

        FolderFlash.Check(Folder);
        Assert.Equal((0, 2, int.MaxValue), (Length("rates.json"), Length("settings.json"), Length("client.pem")));

        int Length(string name) => new FolderFlash(Folder).Length(name);
    }

    [Fact]
    public void Only_the_owner_can_read_what_is_stored_also_where_it_was_stored_for_all_to_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        byte[] told = Encoding.UTF8.GetBytes($$"""{"secret": "{{Secret}}"}""");
        Assert.True(new DeviceStorage(new FlashFiles(Folder + Path.DirectorySeparatorChar)).Settings.Save(told, told.Length));
        File.SetUnixFileMode(Path.Combine(Folder, "settings.a"), OwnerOnly | UnixFileMode.OtherRead);

        // Each of the two files is written.
        for (int i = 0; i < 2; i++)
        {
            byte[] other = Encoding.UTF8.GetBytes($$"""{"secret": "{{Secret}}", "name": "n{{i}}"}""");
            Assert.True(Boot().Settings.Save(other, other.Length));
        }

        string[] stored = [.. Directory.GetFiles(Folder).Where(file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal))];
        Assert.Equal(["settings.a", "settings.b"], stored.Select(Path.GetFileName).Order());
        foreach (string file in stored)
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        }
    }

    private DeviceStorage Boot()
    {
        DeviceStorage storage = new(new FolderFlash(Folder));
        storage.Boot(0);
        storage.Reboots.IsWell(RebootGuard.WellAfterMs);
        return storage;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));
}
