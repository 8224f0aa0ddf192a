namespace MusicGen.Silo.Audio;

/// <summary>Adds the rendering of audio to a silo.</summary>
internal static class AudioRegistration
{
    /// <summary>Needs a store, its folder, a clock and validated <see cref="AudioOptions"/> among the services.</summary>
    public static IServiceCollection AddAudio(this IServiceCollection services) => services
        .AddSingleton(FluidSynthPlaces.Usual)
        .AddSingleton<FluidSynth>()
        .AddSingleton<AudioSupport>()
        .AddSingleton<RenderFolders>()
        .AddSingleton<AudioRenderer>()
        .AddSingleton<AudioDownload>()
        .AddHostedService(provider => provider.GetRequiredService<AudioRenderer>());
}
