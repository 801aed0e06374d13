namespace Iot.Device.Ssd13xx;

/// <summary>How the display is turned; drawing of whole columns does not care.</summary>
internal enum DisplayOrientation
{
    Landscape,
    Portrait,
    Landscape180,
    Portrait180,
}
