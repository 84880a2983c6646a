export { defineDeployment, type DeploymentConfig } from '@kinga/core';
