namespace MusicGen.Learning.Devices;

/// <summary>Lets training share its cores with other processes.</summary>
public static class SharedCores
{
    /// <summary>The environment variable that says how long a thread spins.</summary>
    public const string Variable = "GOMP_SPINCOUNT";

    /// <summary>What it is set to.</summary>
    /// <remarks>
    /// Torch's threads wait for each other many times a step. By default libgomp has them spin for milliseconds, so that one thread which lost its core
    /// to another process stalls the rest: up to ten times slower was seen with a busy neighbour. Sleeping at once costs half the speed instead.
    /// Source: https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    /// </remarks>
    public const string Spins = "3000";

    /// <summary>Call it before Torch is loaded. What the environment says already stays.</summary>
    public static void Prepare() => NativeEnvironment.Set(Variable, Spins, overwrite: false);
}
