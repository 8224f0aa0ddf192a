namespace MusicGen.Trainer;

/// <summary>Lets training share its cores with other processes.</summary>
internal static class SharedCores
{
    // Torch's threads wait for each other many times a step. By default libgomp has them spin for milliseconds, so that one thread which lost its core
    // to another process stalls the rest: up to ten times slower was seen with a busy neighbour. Sleeping at once costs half the speed instead.
    // Source: https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    private const string Spins = "3000";

    /// <summary>Call it before Torch is loaded. What the environment says already stays.</summary>
    public static void Prepare() => _ = NativeProcess.SetVariable("GOMP_SPINCOUNT", Spins, overwrite: 0);
}
