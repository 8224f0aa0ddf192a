using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Grains.Nodes;

namespace MusicGen.Grains.Tests.Nodes;

/// <summary>A shell script in a worker's place.</summary>
internal static class ScriptedWorker
{
    /// <summary>Its last lines: it has done half of its steps, and stops when it is asked.</summary>
    public const string TrainsUntilStopped =
        """
        echo '{"kind":"progress","step":5,"totalSteps":10}'
        while read -r command; do
          case "$command" in *stop*) break ;; esac
        done
        echo '{"kind":"stopped"}'

        """;

    /// <summary>Has a silo train in a pool of its own.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="folder">Where the script is written.</param>
    /// <param name="script">What it does.</param>
    /// <param name="pool">The pool's name.</param>
    /// <param name="slots">Workers at once.</param>
    public static void Train(IServiceCollection services, string folder, string script, string pool, int slots)
    {
        var worker = Path.Join(folder, "worker.sh");
        File.WriteAllText(worker, script);
        File.SetUnixFileMode(worker, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddSingleton(Options.Create(new TrainingNodeOptions { Pool = pool, Slots = slots, WorkerPath = worker }));
        services.AddHostedService(provider => provider.GetRequiredService<TrainingNode>());
    }
}
