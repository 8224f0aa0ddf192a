using MusicGen.Learning.Devices;

namespace MusicGen.Trainer.Devices;

/// <summary>Keeps a worker to its own GPU.</summary>
internal static class PinnedDevice
{
    private const string Prefix = "cuda:";
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>Hides all other GPUs from this process, so that no library puts anything on them. Call it before Torch is loaded.</summary>
    /// <param name="device"><c>cpu</c>, or <c>cuda:</c> and a number.</param>
    /// <returns>The name by which the device is known from now on.</returns>
    public static string Pin(string device)
    {
        if (!device.StartsWith(Prefix, StringComparison.Ordinal)) return device;
        // Numbers as the driver counts them, so that they mean what they meant when the devices were listed.
        NativeEnvironment.Set(Visible, Ordinal(device[Prefix.Length..], Environment.GetEnvironmentVariable(Visible)), overwrite: true);
        return $"{Prefix}0";
    }

    /// <summary>What the driver is to show of what the node itself sees: where that is only some of its GPUs, a number stands for one of those.</summary>
    /// <param name="number">Of the device, as the node counts.</param>
    /// <param name="visible">The GPUs that the node sees, by number or UUID; null: all.</param>
    internal static string Ordinal(string number, string? visible)
    {
        var shown = visible?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return shown is not null && int.TryParse(number, out var index) && index < shown.Length ? shown[index] : number;
    }
}
