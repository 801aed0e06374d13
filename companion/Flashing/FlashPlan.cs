namespace MeterFirmware.Companion.Flashing;

/// <summary>Turns what is asked for into runs of nanoff 2.5, in the order in which the chip needs them.</summary>
internal static class FlashPlan
{
    private const string Quick = "--suppressnanoffversioncheck";

    /// <summary>The runs of nanoff.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="folder">Where the files of <see cref="FlashStep.FileName"/> will be.</param>
    public static List<FlashStep> Steps(FlashRequest request, string folder)
    {
        List<FlashStep> steps = [];
        string port = request.Port;
        if (request.HasClr)
        {
            // Given a target, nanoff flashes it onto any chip: so the chip is asked first which it is.
            steps.Add(new(null, "Look which chip it is", ["--platform", "esp32", "--serialport", port, "--devicedetails", Quick]));

            // In words about its progress nanoff moves the cursor of a terminal, and fails where there is none.
            List<string> words = ["--target", request.Target, "--serialport", port, "--update", "--fwversion", BuildFacts.NanoClrVersion, "--verbosity", "m", Quick];
            if (request.Erase)
            {
                words.Add("--masserase");
            }

            steps.Add(new(
                FlashPart.Clr,
                (request.Erase ? "Erase, then flash " : "Flash ") + $"nanoCLR {BuildFacts.NanoClrVersion} for {request.Target}",
                words));
        }

        if (request.Image is string image)
        {
            steps.Add(new(
                FlashPart.Image,
                $"Deploy {Path.GetFileName(image)}",
                ["--nanodevice", "--deploy", "--serialport", port, "--image", Path.GetFullPath(image), Quick]));
        }

        if (request.Wifi is WifiCredentials wifi)
        {
            steps.Add(new(
                FlashPart.Wifi,
                $"Store the Wi-Fi of {wifi.Ssid}",
                ["--networkdeployment", Path.Combine(folder, "wifi.json"), Quick],
                "wifi.json",
                wifi.ToJson(port)));
        }

        if (request.Files.Count > 0)
        {
            steps.Add(new(
                FlashPart.Files,
                $"Copy {string.Join(", ", request.Files.Select(file => file.NameOnChip))}",
                ["--filedeployment", Path.Combine(folder, "files.json"), Quick],
                "files.json",
                ChipFile.ToJson(port, request.Files)));
        }

        return steps;
    }
}
