using MusicGen.Silo.Audio;

namespace MusicGen.Silo.Tests.Audio;

/// <summary>For tests that need the real FluidSynth.</summary>
internal static class InstalledFluidSynth
{
    /// <summary>Skips the test where it is absent.</summary>
    public static void Require()
    {
        if (FluidSynthPlaces.Usual.FindExecutable(new AudioOptions()) is null || FluidSynthPlaces.Usual.FindSoundFont(new AudioOptions()) is null)
            Assert.Skip("fluidsynth or its sounds are missing: install the packages fluidsynth and timgm6mb-soundfont.");
    }
}
